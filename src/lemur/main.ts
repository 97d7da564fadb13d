/** `lemurd -f FILE`: the speaker of one node, until SIGTERM. */
import { readFileSync } from 'node:fs'
import { explain } from '../lib/errors.ts'
import { type LemurConfig, PROCESS_NAME } from '../model/lemur-config.ts'
import { listen } from '../speaker/listen.ts'
import { command } from './commands.ts'
import { CONTROL_SOCKET, serveControl } from './control.ts'
import { Daemon } from './daemon.ts'
import { followInterior } from './follow-interior.ts'
import { Kernel } from './kernel.ts'
import { log } from './log.ts'
import { deviceOfAddress, watchNetwork } from './network-watch.ts'

const BGP_PORT = 179
/** After this long a connection that is still open is not waited for. */
const FAREWELL_MS = 500

const start = async (file: string): Promise<void> => {
  const config = JSON.parse(readFileSync(file, 'utf8')) as LemurConfig
  const devices = await deviceOfAddress()
  const kernel = new Kernel()
  const daemon = new Daemon(config, kernel)
  const families = new Set(config.router.peers.map(({ family }) => family))
  const interior = followInterior(daemon)
  const watch = watchNetwork({
    interior: () => interior.changed(),
    link: (device, up) => onLink(daemon, devices, device, up),
  })
  const listener = await listen({
    address: families.has('ipv6') ? '::' : '0.0.0.0',
    port: BGP_PORT,
    peerOf: (address) => daemon.peerAt(address),
  })
  const control = serveControl(process.env.LEMURD_SOCKET ?? CONTROL_SOCKET, (words) =>
    words[0] === 'version' ? version() : command(daemon, words),
  )
  log(`lemurd ${version()} of ${config.hostname}, AS ${config.router.asn}`)
  for (const neighbour of daemon.neighbours.values()) neighbour.start()
  const stop = () => {
    daemon.stop()
    listener.close()
    control.close()
    watch.close()
    kernel.close()
    setTimeout(() => process.exit(0), FAREWELL_MS).unref()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** A neighbour at the other end of a dead interface is gone at once, not after its hold time. */
const onLink = (
  { neighbours }: Daemon,
  devices: ReadonlyMap<string, string>,
  device: string,
  up: boolean,
): void => {
  for (const neighbour of neighbours.values()) {
    const { type, localAddress } = neighbour.config
    if (type !== 'ebgp' || devices.get(localAddress) !== device || neighbour.isCut === !up) continue
    neighbour.isCut = !up
    if (up) neighbour.start()
    else neighbour.stop(`interface ${device} went down`)
  }
}

const version = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

process.title = PROCESS_NAME
try {
  await start(process.argv[process.argv.indexOf('-f') + 1] ?? '')
} catch (error) {
  process.stderr.write(`lemurd: ${explain(error)}\n`)
  process.exitCode = 2
}
