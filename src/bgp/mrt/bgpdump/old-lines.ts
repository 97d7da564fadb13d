/** The lines for the deprecated BGP type: in bgpdump, nothing separates MED and communities there. */
import type { OldMessage, OldStateChange } from '../record.ts'
import { dumpIpv4 } from './address.ts'
import { aggregation, head } from './columns.ts'
import type { LineContext } from './lines.ts'
import { dumpPrefix } from './nlri.ts'
import { updateParts } from './update-lines.ts'

export const oldMessageLines = (
  { messageType, timeS, peer, body }: OldMessage,
  { report }: LineContext,
): readonly string[] => {
  if (messageType !== 'update') return []
  const parts = updateParts(body, { asWidth: 2, addPath: false, report })
  const from = `${dumpIpv4(peer.address)}|${peer.asn}`
  const columns = `${head(parts.route)}${parts.route.communities}`
  return [
    ...parts.withdrawn.map((prefix) => `BGP|${timeS}|W|${from}|${dumpPrefix(prefix)}`),
    ...parts.announced.map(
      (prefix) =>
        `BGP|${timeS}|A|${from}|${dumpPrefix(prefix)}|${columns}|${aggregation(parts.route)}`,
    ),
  ]
}

export const oldStateChangeLine = ({ timeS, peer, oldState, newState }: OldStateChange): string =>
  `BGP|${timeS}|STATE|${dumpIpv4(peer.address)}|${peer.asn}|${oldState}|${newState}`
