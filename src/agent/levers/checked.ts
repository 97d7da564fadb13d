import type { Runs } from '../shell.ts'

/** Runs a command that must succeed; gives its output. */
export const checked = async (shell: Runs, command: string): Promise<string> => {
  const { status, output } = await shell.run(command)
  if (status !== 0) throw new Error(`${command}: ${output.trim() || `status ${status}`}`)
  return output
}
