import { birdFamily } from './bird-family.ts'

export const bird = birdFamily('bird', 'BIRD 2')
