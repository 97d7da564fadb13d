import { z } from 'zod'
import type { FloodRequest } from '../flood/config.ts'
import { InputError } from '../lib/errors.ts'

const request = z.strictObject({
  peers: z.array(z.string()),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})

/** `{ "peers": ["192.0.2.1,192.0.2.9,64505", ...], "parameters": { "mode": "multi", "repeatDelay": "0s" } }` */
export const parseRequest = (file: string, text: string): FloodRequest => {
  const parsed = request.safeParse(parseJson(file, text))
  if (parsed.success) {
    const { peers, parameters } = parsed.data
    return { peers, parameters: { as: 'config', values: parameters } }
  }
  throw new InputError(
    parsed.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`),
    { hint: '{ "peers": ["REMOTE,LOCAL,ASN", ...], "parameters": { "mode": "single" } }' },
  )
}

const parseJson = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError(`${file}: not JSON: ${(error as Error).message}`)
  }
}
