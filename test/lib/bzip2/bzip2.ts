/** The tool itself, where the machine has it. */
import { spawnSync } from 'node:child_process'

const packed = (content: Uint8Array, level: number) =>
  spawnSync('bzip2', [`-${level}`], { input: content, maxBuffer: 1 << 26 })

/** Why not, or false; with CHAOSLEMUR_REQUIRE_TOOLS=1 its tests fail instead of being skipped. */
export const whyNoBzip2: string | false =
  process.env.CHAOSLEMUR_REQUIRE_TOOLS !== '1' && packed(new Uint8Array(0), 1).error
    ? 'no bzip2 on this machine'
    : false

export const bzip2 = (content: Uint8Array, level = 9): Uint8Array => packed(content, level).stdout
