/** The tool itself, where the machine has it (Debian's package bgpdump; .ci/run installs it). */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why not, or false; with CHAOSLEMUR_REQUIRE_TOOLS=1 its tests fail instead of being skipped. */
export const whyNoBgpdump: string | false =
  process.env.CHAOSLEMUR_REQUIRE_TOOLS !== '1' && spawnSync('bgpdump', ['-V']).error
    ? 'no bgpdump on this machine'
    : false

/** What `bgpdump -m` prints for a file of these octets, line by line. */
export const bgpdump = (octets: Uint8Array, name = 'file.mrt'): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-bgpdump-'))
  try {
    const file = join(folder, name)
    writeFileSync(file, octets)
    const { stdout } = spawnSync('bgpdump', ['-m', file], {
      maxBuffer: 1 << 28,
      encoding: 'latin1',
    })
    return stdout === '' ? [] : stdout.trimEnd().split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
