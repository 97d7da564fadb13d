/** Is a TCP socket of this port in state LISTEN (0A)? From the text of /proc/net/tcp. */
export const listens = (text: string, port: number): boolean => {
  const local = port.toString(16).toUpperCase().padStart(4, '0')
  return new RegExp(`^\\s*\\d+: [0-9A-F]{8}:${local} [0-9A-F]{8}:0000 0A `, 'm').test(text)
}
