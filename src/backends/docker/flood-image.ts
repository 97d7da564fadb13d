import type { ImageWanted } from './images.ts'
import { imageTag } from './images.ts'
import { programFiles } from './program-files.ts'

/** Folders of src/ whose programs run in containers: the speaker, the flood engine, the kind `lemur`. */
const FOLDERS = ['speaker', 'flood', 'lemur']

/**
 * Node, tools of the network, and our own compiled speaker and flood engine in `/chaoslemur/src`,
 * which is the working directory's folder: `node src/flood/....js`. On the agent's base image, so
 * that a lab has one image of Node and not two.
 */
export const floodImage = (base: ImageWanted): ImageWanted => ({
  repository: 'chaoslemur/flood',
  files: [{ path: 'Dockerfile', text: dockerfileOn(imageTag(base)) }, ...programFiles(FOLDERS)],
})

const dockerfileOn = (base: string): string =>
  [`FROM ${base}`, 'COPY . /chaoslemur/', 'WORKDIR /chaoslemur', 'CMD ["node"]', ''].join('\n')
