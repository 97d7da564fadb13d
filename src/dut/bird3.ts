import { birdFamily } from './bird-family.ts'

export const bird3 = birdFamily('bird3', 'BIRD 3, with threads')
