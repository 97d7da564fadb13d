/** What the templates of the devices see, and the image that they all have in common. */
import { render, type View } from '../kinds/render.ts'
import type { ReadTemplate, RenderedFile } from '../model/kind.ts'
import { type DutSetup, isRange, type Neighbour } from './dut.ts'

const BASE_IMAGE = 'debian:trixie-slim'

/** Longer than any test. A third of it is the time between keepalives. */
const HOLD_TIME_S = 9000

export const imageFiles = (name: string, read: ReadTemplate): readonly RenderedFile[] => [
  {
    path: 'Dockerfile',
    text: render(read, `dut/${name}/Dockerfile.hbs`, { baseImage: BASE_IMAGE }),
  },
]

export const configText = (path: string, setup: DutSetup, read: ReadTemplate): string =>
  render(read, `dut/${path}`, viewOf(setup))

const viewOf = (setup: DutSetup): View => {
  const { address, asn, listener, senders } = setup
  const range = isRange(senders) ? senders : undefined
  return {
    address,
    asn: String(asn),
    holdTime: String(HOLD_TIME_S),
    keepaliveTime: String(HOLD_TIME_S / 3),
    listener: neighbourView(listener, asn),
    senders: isRange(senders) ? [] : senders.map((sender) => neighbourView(sender, asn)),
    range: range ? { prefix: range.prefix, asn: String(range.asn) } : false,
  }
}

const neighbourView = ({ address, asn }: Neighbour, own: number): View => ({
  address,
  asn: String(asn),
  internal: asn === own,
})
