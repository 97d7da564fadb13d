import { BackendError } from '../../lib/errors.ts'
import type { RenderedFile } from '../../model/kind.ts'
import { call, type Engine, statusOf } from './engine.ts'
import { hash } from './hash.ts'
import { LABEL } from './labels.ts'
import { tar } from './tar.ts'

export interface ImageWanted {
  /** Repository without tag: `chaoslemur/frr`. The tag is the hash of the files. */
  readonly repository: string
  readonly files: readonly RenderedFile[]
  readonly lab?: string
}

export const imageTag = ({ repository, files }: ImageWanted): string =>
  `${repository}:${hash(files)}`

/** Builds the image unless one of the same content is there already; gives its tag. */
export const ensureImage = async (
  engine: Engine,
  wanted: ImageWanted,
  onBuild: (tag: string) => void = () => undefined,
): Promise<string> => {
  const tag = imageTag(wanted)
  if (await exists(engine, tag)) return tag
  onBuild(tag)
  await build(engine, tag, wanted)
  return tag
}

export const exists = async (engine: Engine, tag: string): Promise<boolean> => {
  try {
    await engine.getImage(tag).inspect()
    return true
  } catch (cause) {
    if (statusOf(cause) === 404) return false
    return call(`look for image ${tag}`, () => Promise.reject(cause))
  }
}

interface BuildLine {
  readonly stream?: string
  readonly error?: string
}

// Where packages come from is the host's business: some machines reach them only from the host's network.
const build = async (engine: Engine, tag: string, wanted: ImageWanted): Promise<void> => {
  const context = await tar(wanted.files)
  const labels = wanted.lab ? { [LABEL.lab]: wanted.lab } : { [LABEL.role]: 'image' }
  const options = { t: tag, networkmode: 'host', labels, forcerm: true }
  const stream = await call(`build ${tag}`, () =>
    engine.buildImage(context as unknown as NodeJS.ReadableStream, options),
  )
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    const failed = (cause: unknown) => reject(buildError(tag, lines, cause))
    const onLine = ({ stream: text, error }: BuildLine) => {
      // A failed build is a line in a stream that ends well.
      if (error) failed(new Error(error.trim()))
      else if (text?.trim()) lines.push(text.trimEnd())
    }
    engine.modem.followProgress(stream, (error) => (error ? failed(error) : resolve()), onLine)
  })
}

const buildError = (tag: string, lines: readonly string[], cause: unknown): BackendError => {
  const text = String(cause)
  const noBase = /pull access denied|manifest unknown|dial tcp|no such host|lookup|registry/.test(
    text,
  )
  return new BackendError(`could not build image ${tag}`, {
    cause,
    output: lines.slice(-20),
    hint: noBase
      ? 'without a registry, make the base image first: docker/bootstrap-base.sh'
      : 'the last lines of the build are above; builds use the host network to reach packages',
  })
}
