/** The kernel's own word on routes and interfaces, from inside a network namespace. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

export interface Monitor {
  /** Ends it, if it has not ended, and gives the text of `ip -ts monitor link route`. */
  stop(): Promise<string>
}

/** Real time: iproute2 stamps a line when it reads it, so it must not wait for a processor. */
export const startMonitor = (pid: number): Monitor => {
  const enter = ['nsenter', '-t', String(pid), '-n', 'ip', '-ts', 'monitor', 'link', 'route']
  const [program, ...args] = [...realTime, ...enter] as [string, ...string[]]
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TZ: 'UTC' },
  })
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  return {
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return text
      const closed = once(child, 'close')
      child.kill('SIGINT')
      await closed
      return text
    },
  }
}

const realTime: readonly string[] =
  spawnSync('chrt', ['-f', '1', 'true']).status === 0 ? ['chrt', '-f', '1'] : []
