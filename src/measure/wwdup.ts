import { perClass } from './per-class.ts'

export const wwdup = perClass('wwdup', 'Withdrawals of routes that did not hold.')
