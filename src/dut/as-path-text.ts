/**
 * One spelling for AS paths, so that what different daemons print can be compared: numbers with
 * one space between, an AS_SET (RFC 4271 section 4.3) as `{1,2,3}` in ascending order, each once.
 */
export const asPathText = (text: string): string =>
  text
    .replace(/\{([^}]*)\}/g, (_, members: string) => ` ${setText(members)} `)
    .trim()
    .replace(/\s+/g, ' ')

const setText = (members: string): string => {
  const numbers = new Set(members.split(/[\s,]+/).filter((word) => word !== ''))
  return `{${[...numbers].sort((a, b) => Number(a) - Number(b)).join(',')}}`
}
