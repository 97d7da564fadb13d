import Handlebars from 'handlebars'
import type { ReadTemplate } from '../model/kind.ts'

/** What a template may see. No numbers: with noEscape, handlebars 4.7 adds two that stand side by side. */
export type View = { readonly [name: string]: ViewValue }
export type ViewValue = string | boolean | View | readonly ViewValue[]

/** Fills the template `templates/<path>`. A name that the view does not have is an error. */
export const render = (read: ReadTemplate, path: string, view: View): string => {
  try {
    return compile(read(path))(view)
  } catch (error) {
    throw new Error(`cannot render templates/${path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

// An instance of its own: nobody else's helpers or partials can change what a template means.
const engine = Handlebars.create()

/** By their text: compiling takes longer than filling, and every node of a lab uses the same few. */
const compiled = new Map<string, (view: View) => string>()

const compile = (text: string) => {
  const known = compiled.get(text)
  if (known) return known
  const template = engine.compile<View>(text, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
  })
  compiled.set(text, template)
  return template
}
