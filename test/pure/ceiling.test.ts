/** A chart is as high as a round number that its bars nearly fill, and half of it is a whole number too. */
import { expect, it } from 'vitest'
import { ceiling } from '../../src/pages/home/ceiling.ts'

it.each([
  [0, 2],
  [2, 2],
  [3, 4],
  [9, 10],
  [11, 20],
  [41, 50],
  [120, 150],
  [223, 250],
  [251, 300],
  [1340, 1500],
  [90_001, 100_000],
])('%i events have a chart as high as %i', (most, height) => {
  expect(ceiling(most)).toBe(height)
})
