/** Names and labels of everything that we make on an engine. Found by label, never by name. */
export const LABEL = {
  lab: 'chaoslemur.lab',
  node: 'chaoslemur.node',
  link: 'chaoslemur.link',
  /** Hash of what the object was made from: equal means nothing to do. */
  spec: 'chaoslemur.spec',
  /** `node`, `agent` or `load`. */
  role: 'chaoslemur.role',
  /** On the agent: the resolved topology, deflated, base64. The lab's only state. */
  topology: 'chaoslemur.topology',
} as const

export const containerName = (lab: string, node: string): string => `chaoslemur-${lab}-${node}`

/** No node can have this name: node names hold no dot. */
export const agentName = (lab: string): string => `chaoslemur-${lab}.agent`

/** One of the flood engines beside the lab. */
export const loadName = (lab: string, id: string): string => `chaoslemur-${lab}.load-${id}`

export const networkName = (lab: string, link: string): string =>
  `chaoslemur-${lab}-${link.replace('#', '.')}`

export const labFilter = (lab: string): { readonly label: readonly string[] } => ({
  label: [`${LABEL.lab}=${lab}`],
})
