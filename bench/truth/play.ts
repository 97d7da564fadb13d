/** Runs the experiment with the witness beside it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT } from '../../src/lib/errors.ts'
import { type Judged, judge } from './judge.ts'
import { planText, type TruthLab, topologyText } from './lab.ts'
import { type RunRecord, readRecord } from './record.ts'
import { readEvidence, type Seen } from './seen.ts'
import { startWitness } from './witness.ts'

export interface Watched {
  readonly record: RunRecord
  readonly seen: Seen
}

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

/**
 * Like a user on the command line; fails with what it said when its status tells of a failure. Not trustworthy
 * (4) is none here: the figures of a busy host are no good, and are to be those of what happened all the same.
 */
export const chaoslemur = async (folder: string, ...args: readonly string[]): Promise<string> => {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const [status] = await once(child, 'close')
  if (status !== 0 && status !== EXIT.untrustworthy)
    throw new Error(`chaoslemur ${args.join(' ')}: status ${status}\n${said}`)
  return said
}

/** Writes the files and brings the lab up. */
export const bringUpTruth = async (folder: string, lab: TruthLab): Promise<void> => {
  writeFileSync(join(folder, 'lab.yaml'), topologyText(lab))
  writeFileSync(join(folder, 'plan.yaml'), planText('lab.yaml'))
  await chaoslemur(folder, 'up', 'lab.yaml')
}

/** One run on the lab that is up; `number`: its own among those in this folder. */
export const watchRun = async (
  folder: string,
  { name }: TruthLab,
  number: number,
): Promise<Watched> => {
  const place = join(folder, `witness-${number}`)
  mkdirSync(place)
  const witness = await startWitness(name, place)
  let failure: unknown
  await chaoslemur(folder, 'run', 'plan.yaml', '--runs', `runs-${number}`).catch((error) => {
    failure = error
  })
  const evidence = await witness.stop()
  if (failure) throw failure
  const record = readRecord(join(folder, `runs-${number}`, 'latest'))
  return { record, seen: readEvidence(evidence, record.nodeOf) }
}

export const judgeRun = ({ record, seen }: Watched): Judged => judge(record, seen)
