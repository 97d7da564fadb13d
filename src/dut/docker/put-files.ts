import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import { call, type Engine } from '../../backends/docker/engine.ts'

export interface SmallFile {
  /** Absolute, in a folder that the image has. */
  readonly path: string
  readonly content: string | Buffer
}

/** Into a container that was created; nobody but root may read them (OpenBGPD insists on it). */
export const putFiles = async (
  engine: Engine,
  container: string,
  files: readonly SmallFile[],
): Promise<void> => {
  if (files.length === 0) return
  const archive = pack()
  for (const { path, content } of files) {
    archive.entry({ name: path.slice(1), mode: 0o600, mtime: new Date(0) }, content)
  }
  archive.finalize()
  const bytes = await buffer(archive)
  await call(
    `copy ${files.map(({ path }) => path).join(', ')} into ${container.slice(0, 12)}`,
    () => engine.getContainer(container).putArchive(bytes, { path: '/' }),
  )
}
