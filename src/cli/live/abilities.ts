/** What a terminal can show, from what it says of itself. */

export interface Terminal {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

export interface Abilities {
  readonly colours: boolean
  /** Letters beyond ASCII, such as those of a sparkline. */
  readonly unicode: boolean
}

/** Whether lines can be written again; TERM=dumb (an editor's shell, some CI) cannot. */
export const canRedraw = (
  { isTTY }: Pick<Terminal, 'isTTY'>,
  { TERM }: Environment = process.env,
): boolean => isTTY === true && TERM !== 'dumb'

/** https://no-color.org: any text but the empty one means no colours. */
export const abilitiesOf = (environment: Environment = process.env): Abilities => {
  const { NO_COLOR = '', LC_ALL, LC_CTYPE, LANG } = environment
  return { colours: NO_COLOR === '', unicode: /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') }
}
