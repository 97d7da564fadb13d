/** OPEN (RFC 4271 section 4.2) with its capabilities (RFC 5492). */
import { AS_TRANS } from './as-path.ts'
import type { Capability } from './capabilities.ts'
import { addressBytes, addressText } from './nlri.ts'
import type { Reader } from './reader.ts'
import { WIRE_ERRORS } from './wire-errors.ts'
import type { Writer } from './writer.ts'

export type { Capability }

export interface Open {
  readonly type: 'open'
  readonly version: number
  /** From the capability of RFC 6793 where there is one. */
  readonly asn: number
  readonly holdTimeS: number
  readonly routerId: string
  readonly capabilities: readonly Capability[]
}

const CAPABILITY = {
  multiprotocol: 1,
  routeRefresh: 2,
  extendedMessage: 6,
  gracefulRestart: 64,
  fourOctetAs: 65,
} as const

const BAD_AS = { ...WIRE_ERRORS.badPeerAs, section: 'RFC 7607 2' }
const PARAMETER_CAPABILITIES = 2
/** RFC 9072: what stands in place of the length and of the first type where lengths have two octets. */
const EXTENDED = 255

export const decodeOpen = (reader: Reader): Open => {
  const version = reader.u8()
  if (version !== 4)
    reader.fail(`BGP version ${version}`, WIRE_ERRORS.unsupportedVersion, Uint8Array.of(0, 4))
  const myAs = reader.u16()
  if (myAs === 0) reader.fail('AS number 0', BAD_AS)
  const holdTimeS = reader.u16()
  if (holdTimeS === 1 || holdTimeS === 2)
    reader.fail(`hold time ${holdTimeS} s`, WIRE_ERRORS.unacceptableHoldTime)
  const routerId = addressText(reader.bytes(4))
  if (routerId === '0.0.0.0') reader.fail('BGP identifier 0', WIRE_ERRORS.badBgpIdentifier)
  const capabilities = readParameters(reader)
  const wide = wideAsn(capabilities)
  if (wide === 0) reader.fail('AS number 0', BAD_AS)
  return {
    type: 'open',
    version,
    asn: wide ?? myAs,
    holdTimeS,
    routerId,
    capabilities,
  }
}

/** `asn` goes into the fixed field only: the capability of RFC 6793 is one of `capabilities`, see fourOctetAs. */
export const encodeOpen = (writer: Writer, open: Open): Writer => {
  writer.u8(open.version).u16(open.asn > 0xffff ? AS_TRANS : open.asn)
  writer.u16(open.holdTimeS).bytes(addressBytes(open.routerId))
  const size = open.capabilities.reduce((sum, { value }) => sum + 2 + value.length, 0)
  if (size === 0) return writer.u8(0)
  if (size <= EXTENDED - 3)
    return writer.sized8((w) =>
      w.u8(PARAMETER_CAPABILITIES).sized8((inner) => writeCapabilities(inner, open.capabilities)),
    )
  return writer
    .u8(EXTENDED)
    .u8(EXTENDED)
    .sized16((w) =>
      w.u8(PARAMETER_CAPABILITIES).sized16((inner) => writeCapabilities(inner, open.capabilities)),
    )
}

export const fourOctetAs = (asn: number): Capability => ({
  code: CAPABILITY.fourOctetAs,
  value: Uint8Array.of(asn >>> 24, asn >>> 16, asn >>> 8, asn),
})

/** Does the sender understand AS numbers of four octets? */
export const hasFourOctetAs = (open: Open): boolean => wideAsn(open.capabilities) !== undefined

const wideAsn = (capabilities: readonly Capability[]): number | undefined => {
  const value = capabilities.find(({ code }) => code === CAPABILITY.fourOctetAs)?.value
  if (value?.length !== 4) return undefined
  return value.reduce((asn, octet) => asn * 256 + octet, 0)
}

const readParameters = (reader: Reader): Capability[] => {
  const length = reader.u8()
  // RFC 9072 section 2: the type decides, and the short length does not count then.
  const extended = length > 0 && reader.peek() === EXTENDED
  if (extended) reader.u8()
  const parameters = reader.sub(extended ? reader.u16() : length)
  if (reader.left > 0) reader.fail(`${reader.left} octets behind the parameters`)
  const capabilities: Capability[] = []
  while (parameters.left > 0) {
    const type = parameters.u8()
    const body = parameters.sub(extended ? parameters.u16() : parameters.u8())
    if (type !== PARAMETER_CAPABILITIES)
      parameters.fail(`optional parameter ${type}`, WIRE_ERRORS.unsupportedOptionalParameter)
    while (body.left > 0) {
      const code = body.u8()
      capabilities.push({ code, value: body.bytes(body.u8()).slice() })
    }
  }
  return capabilities
}

const writeCapabilities = (writer: Writer, capabilities: readonly Capability[]): void => {
  for (const { code, value } of capabilities) writer.u8(code).sized8((w) => w.bytes(value))
}
