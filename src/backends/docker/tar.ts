import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import type { RenderedFile } from '../../model/kind.ts'

/** A build context whose bytes depend only on the files: names sorted, times and owners fixed. */
export const tar = (files: readonly RenderedFile[]): Promise<Buffer> => {
  const archive = pack()
  for (const { path, text, executable } of sorted(files)) {
    archive.entry(
      { name: path, mode: executable ? 0o755 : 0o644, mtime: new Date(0), uid: 0, gid: 0 },
      text,
    )
  }
  archive.finalize()
  return buffer(archive)
}

const sorted = (files: readonly RenderedFile[]): readonly RenderedFile[] =>
  [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
