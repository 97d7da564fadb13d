/** What a capture at the receiving node tells of one message: the same as measure/capture.ts of a real one. */
import { flatten } from '../../bgp/as-path.ts'
import { attributeDigest } from '../../bgp/attribute-digest.ts'
import type { Message } from '../../bgp/message.ts'
import { treated, type Update } from '../../bgp/update.ts'
import type { NodeName } from '../../model/topology.ts'
import type { Seen } from './speaker.ts'

export interface Facts {
  readonly node: NodeName
  /** Source address. */
  readonly from: string
  readonly octets: number
}

/** Undefined for messages that nobody measures. */
export const seenOf = (message: Message, { node, from, octets }: Facts): Seen | undefined => {
  switch (message.type) {
    case 'open':
      return { type: 'open-received', node, from }
    case 'notification': {
      const { code, subcode } = message
      return { type: 'notification-received', node, from, code, subcode }
    }
    case 'update':
      return { type: 'update-received', node, from, ...routes(treated(message)), octets }
    default:
      return undefined
  }
}

const routes = (update: Update) => {
  const { announced, withdrawn, attributes, nextHopIpv6 } = update
  const nextHop = attributes.nextHop ?? nextHopIpv6?.global
  return {
    announced,
    withdrawn,
    asPath: flatten(attributes.asPath ?? []),
    ...(nextHop !== undefined && { nextHop }),
    ...(announced.length > 0 && { digest: attributeDigest(update) }),
  }
}
