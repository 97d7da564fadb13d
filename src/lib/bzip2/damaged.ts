/** Octets that no bzip2 has written, or not to their end. */
export class Bzip2Error extends Error {
  /** The file ends too early. */
  readonly isShort: boolean

  constructor(what: string, { isShort = false }: { readonly isShort?: boolean } = {}) {
    super(what)
    this.isShort = isShort
  }
}

export const damaged = (what: string): Bzip2Error => new Bzip2Error(what)
