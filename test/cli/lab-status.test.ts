import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusText } from '../../src/cli/lab-status.ts'

test('the table of a lab, and below it the sessions that are down, with what the router says', () => {
  const node = { kind: 'frr', asn: 64512, routerId: '10.1.240.1', sessions: 2 }
  const text = statusText({
    lab: 'x',
    nodes: [
      { ...node, name: 'r1', state: 'running', established: 2, down: [] },
      {
        ...node,
        name: 'r10',
        state: 'paused',
        established: 1,
        down: [{ peer: 'r1 (10.1.0.1)', state: 'Active', lastReset: 'Hold Timer Expired' }],
      },
    ],
  })
  assert.deepEqual(text.split('\n'), [
    'NODE  KIND    ASN  ROUTER ID   STATE    SESSIONS',
    'r1    frr   64512  10.1.240.1  running       2/2',
    'r10   frr   64512  10.1.240.1  paused        1/2',
    'r10 to r1 (10.1.0.1): Active, last reset: Hold Timer Expired',
  ])
})
