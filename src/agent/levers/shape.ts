import { readFileSync } from 'node:fs'
import type { Shape } from '../../model/topology.ts'
import { dump } from '../dump.ts'
import { host } from '../nodes.ts'
import { netemWorks } from '../trial.ts'
import { CHAIN, setChain } from './chain.ts'
import { checked } from './checked.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'

/** Our handle: any other root qdisc on a veth of the lab is not ours, and is left alone. */
export const HANDLE = 'c4a0:'

/**
 * Impairs what a node receives over a link: a qdisc on the host's half of its veth pair, so that
 * the loss and delay are the wire's and the sending kernel is not told.
 */
export const shape: Pull<'shape'> = async (state, { nodes }) => {
  const namespace = await nodes.namespace(state.node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  const { name, hostName } = await nodes.interface(state.node, state.link)
  const netem = needsNetem(state.shape) || (await netemWorks())
  const loss = netem ? 0 : (state.shape.loss ?? 0)
  const rules = loss > 0 ? [lossRule(name, loss)] : []
  const chain = `${CHAIN}-LOSS-${name}`
  const [lossText, qdiscText] = await Promise.all([
    setChain(namespace.shell, chain, { ipv4: rules, ipv6: rules }),
    setQdisc(hostName, qdisc(netem ? state.shape : withoutLoss(state.shape), mtuOf(hostName))),
  ])
  return `${lossText}; ${qdiscText}`
}

const withoutLoss = ({ loss: _, ...rest }: Shape): Shape => rest

const needsNetem = ({ delayMs, jitterMs, corrupt, duplicate, reorder }: Shape): boolean =>
  [delayMs, jitterMs, corrupt, duplicate, reorder].some((value) => (value ?? 0) > 0)

const lossRule = (name: string, loss: number): string =>
  `-i ${name} -m statistic --mode random --probability ${loss.toFixed(6)} -m comment --comment chaoslemur -j DROP`

/** The qdisc that gives this shape, as `tc` arguments; undefined for none. */
export const qdisc = (shape: Shape, mtu: number): string | undefined => {
  if (needsNetem(shape) || (shape.loss ?? 0) > 0) return netemText(shape)
  return shape.rateBps === undefined ? undefined : tbfText(shape.rateBps, mtu)
}

const mtuOf = (device: string): number =>
  Number(readFileSync(`/sys/class/net/${device}/mtu`, 'utf8'))

const netemText = (shape: Shape): string => {
  const percent = (word: string, value = 0) =>
    value > 0 ? `${word} ${(value * 100).toFixed(4)}%` : ''
  const delay =
    (shape.delayMs ?? 0) + (shape.jitterMs ?? 0) > 0
      ? `delay ${shape.delayMs ?? 0}ms ${shape.jitterMs ? `${shape.jitterMs}ms` : ''}`
      : ''
  const rate = shape.rateBps ? `rate ${Math.round(shape.rateBps)}bit` : ''
  // netem drops beyond its limit (1000 packets): a long fast link would lose instead of delay.
  const parts = [
    'netem limit 100000',
    delay,
    percent('loss', shape.loss),
    percent('corrupt', shape.corrupt),
  ]
  return [...parts, percent('duplicate', shape.duplicate), percent('reorder', shape.reorder), rate]
    .filter((part) => part !== '')
    .join(' ')
}

// 10 ms worth of burst, at least one full frame, since longer ones never pass; a queue of 50 ms, as a
// small router buffer.
const tbfText = (rateBps: number, mtu: number): string =>
  `tbf rate ${Math.round(rateBps)}bit burst ${Math.max(mtu + 500, Math.round(rateBps / 800))} latency 50ms`

const setQdisc = async (device: string, wanted: string | undefined): Promise<string> => {
  const current = await dump(host, `tc qdisc show dev ${device} root`)
  const ours = current.includes(`${HANDLE} `)
  if (!ours && !/^qdisc noqueue 0:/.test(current) && current.trim() !== '') {
    throw new Error(`${device} has a root qdisc that is not ours: ${current.trim()}`)
  }
  if (wanted) await checked(host, `tc qdisc replace dev ${device} root handle ${HANDLE} ${wanted}`)
  else if (ours) await checked(host, `tc qdisc del dev ${device} root`)
  const after = await dump(host, `tc qdisc show dev ${device} root`)
  if (after.includes(`${HANDLE} `) !== (wanted !== undefined)) throw new Error(`read back ${after}`)
  return after.trim()
}
