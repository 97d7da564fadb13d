/** A fault of a step that only its rehearsal shows. `load/plan.ts` finds its place in the file. */
export interface Finding {
  /** Id of the step. */
  readonly step: string
  /** The key of the step that is to blame; the step as a whole when absent. */
  readonly key?: 'id' | 'do' | 'on' | 'with' | 'after' | 'every' | 'for' | 'of' | undefined
  readonly message: string
  readonly hint?: string | undefined
}
