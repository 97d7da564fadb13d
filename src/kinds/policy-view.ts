/**
 * Gao-Rexford as route maps. Where a route entered the AS is written on it as a community, which
 * iBGP carries to the AS's other borders and which never leaves the AS: stripped on export, and on
 * import in case a neighbour sends one. The AS's own routes carry none and go to everyone.
 */
import type { Family, Relation, SessionEnd, Topology } from '../model/topology.ts'
import type { Dialect } from './dialect.ts'

/**
 * Large communities (RFC 8092) in the AS's own name, so that no foreign one is touched. Not the
 * ordinary ones: Quagga 1.2.4 cannot delete those (it compares them in the wrong octet order).
 */
export const tagsOf = (asn: number): Readonly<Record<Relation, string>> => ({
  customer: `${asn}:1:200`,
  peer: `${asn}:1:150`,
  provider: `${asn}:1:100`,
})

/** Routes that earn money first, routes that cost money last. */
const LOCAL_PREFERENCE: Readonly<Record<Relation, string>> = {
  customer: '200',
  peer: '150',
  provider: '100',
}

export type ImportMap = {
  readonly name: string
  /** Empty where the session has no relationship. */
  readonly tag: string
  /** Empty where neither a relationship nor the link says one. */
  readonly localPreference: string
  readonly tagged: boolean
  readonly preferGlobal: boolean
}

export type ExportMap = { readonly name: string; readonly customersOnly: boolean }

/** One relationship anywhere makes tags possible on every border of the lab. */
export const usesTags = (topology: Topology): boolean =>
  topology.sessions.some(({ ends }) => ends.some((end) => end.relation !== undefined))

/** The route map for what an eBGP neighbour sends; undefined where there is nothing to do. */
export const importMap = (
  end: SessionEnd,
  family: Family,
  tags: Readonly<Record<Relation, string>>,
  tagged: boolean,
  dialect: Dialect,
): ImportMap | undefined => {
  const preferGlobal = family === 'ipv6' && dialect.prefersGlobal
  if (!tagged && !preferGlobal && end.localPref === undefined) return undefined
  const own = end.localPref === undefined ? '' : `-${end.localPref}`
  return {
    name: `import-${end.relation ?? 'any'}-${family}${own}`,
    tag: end.relation ? tags[end.relation] : '',
    localPreference: preferenceOf(end),
    tagged,
    preferGlobal,
  }
}

/** Empty where nobody asks for one. */
const preferenceOf = ({ localPref, relation }: SessionEnd): string => {
  if (localPref !== undefined) return String(localPref)
  return relation ? LOCAL_PREFERENCE[relation] : ''
}

/** The route map for what an eBGP neighbour is sent. */
export const exportMap = (end: SessionEnd, tagged: boolean): ExportMap | undefined =>
  tagged
    ? {
        name: `export-${end.relation ?? 'any'}`,
        customersOnly: end.relation === 'peer' || end.relation === 'provider',
      }
    : undefined
