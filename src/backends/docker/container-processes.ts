import { call, connect, statusOf } from './engine.ts'

/**
 * The processes of a running container by its name or id, as this host numbers them; none when
 * there is no such container or it does not run. Fails when no engine answers.
 */
export const containerProcesses = (container: string): Promise<readonly number[]> =>
  call(`list the processes of ${container}`, async () => {
    try {
      const { Processes } = await connect().getContainer(container).top({ ps_args: '-eo pid' })
      return Processes.flat().map(Number)
    } catch (error) {
      if ([404, 409].includes(statusOf(error) ?? 0)) return []
      throw error
    }
  })
