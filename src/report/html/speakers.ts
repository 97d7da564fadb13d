export { speakersOf } from '../../measure/speakers.ts'
