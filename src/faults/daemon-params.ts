import { z } from 'zod'

export const daemonParam = z
  .enum(['bgp', 'rib'])
  .default('bgp')
  .describe('bgp: the BGP speaker. rib: the daemon that fills the kernel routing table.')
