import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RenderedFile } from '../../model/kind.ts'
import type { ImageWanted } from './images.ts'
import { imageTag } from './images.ts'

/** Node and the tools that levers and observers use; rarely built. */
export const agentBase = (dockerfile: string): ImageWanted => ({
  repository: 'chaoslemur/agent-base',
  files: [{ path: 'Dockerfile', text: dockerfile }],
})

/** The compiled agent on top of it: built in a tenth of a second when our code changes. */
export const agentImage = (base: ImageWanted): ImageWanted => ({
  repository: 'chaoslemur/agent',
  files: [{ path: 'Dockerfile', text: dockerfileOn(imageTag(base)) }, ...program()],
})

const dockerfileOn = (base: string): string =>
  [
    `FROM ${base}`,
    'COPY agent /chaoslemur/agent',
    'RUN echo \'{"type":"module"}\' > /chaoslemur/package.json',
    'ENTRYPOINT ["node", "/chaoslemur/agent/main.js"]',
    '',
  ].join('\n')

/** The agent imports nothing outside its folder but types, so its compiled folder is all of it. */
const program = (): readonly RenderedFile[] => {
  const folder = fileURLToPath(new URL('../../agent', import.meta.url))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ path: `agent/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
}
