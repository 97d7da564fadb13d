/** Below the help of each command: how it is used. Lines fit 80 columns. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  up: [
    'up topologies/ring5.yaml',
    'up topologies/ring5.yaml --backend sim',
    'generate ring nodes=5 --name r5 | chaoslemur up -',
  ],
  down: ['down ring5', 'down --all --dry-run'],
  status: ['status', 'status ring5 --json'],
  run: [
    'run experiments/abilene.yaml',
    'run experiments/abilene.yaml --seed 7 --down',
    'run experiments/abilene.yaml --backend sim',
  ],
  events: [
    'events latest --fault cut --type fault,session,route',
    'events latest --prefix 198.18.3.0/24 --node denver',
    'events latest --story --prefix 198.18.3.0/24 --fault cut',
    'events abilene --follow --type session,route',
    'events latest --json | jq -r .words',
  ],
  report: [
    'report latest',
    'report runs/latest -o cut.html',
    'report latest --format csv -o -',
    'report latest --format mrt --node r1 -o r1.mrt.gz',
  ],
  plan: ['plan experiments/abilene.yaml', 'plan experiments/abilene.yaml --expand'],
  validate: ['validate lab.yaml cut.yaml', 'validate topologies experiments'],
  render: ['render topologies/ring5.yaml --node r1', 'render lab.yaml -o rendered'],
  generate: ['generate', 'generate ring nodes=20 --name ring-20 > ring-20.yaml'],
  import: ['import Abilene.graphml > abilene.yaml'],
  fault: [
    'fault abilene link-down denver--kansas-city --for 20s',
    'fault ring5 link-loss "r1->r2" --with percent=5% --for 1m',
    'fault abilene node-freeze atlanta',
  ],
  flood: [
    'flood 192.0.2.1,192.0.2.9,64505 192.0.2.1,192.0.2.10,64504',
    'flood SINK SOURCE SOURCE --mode multi --table 100k --repeat 10',
    'flood SINK SOURCE --mode rate --window 5000 --record rate.jsonl',
    'flood SINK SOURCE --mode file --file table.mrt --speed 10',
    'flood SINK SOURCE --rate 1k/s..5k/s:10s,5k/s --duration 60s',
    'flood --node denver --out atlanta --lab abilene --table 10k',
  ],
  relay: [
    'relay 127.0.0.1 --sink 127.0.0.2',
    'relay 192.0.2.1:179 192.0.2.2:179',
    'relay 192.0.2.7 192.0.2.8 --connect --json',
  ],
  heal: ['heal ring5'],
  routes: ['routes ring5 r1', 'routes ring5 r1 --json'],
  exec: ["exec ring5 r1 -- vtysh -c 'show bgp summary'", 'exec ring5 r1 -- vtysh'],
  logs: ['logs ring5 r1 --tail 20', 'logs ring5 r1 --follow'],
  graph: [
    'graph topologies/abilene.yaml | dot -Tsvg > abilene.svg',
    'graph topologies/abilene.yaml --format mermaid',
  ],
  gadget: [
    'gadget',
    'gadget wedgie',
    'gadget disagree --seed 3 --json',
    'gadget wedgie --report wedgie.html',
    'gadget bad-gadget --report bad-gadget.svg',
  ],
  compare: [
    'compare cut-20261120-210000 latest',
    'compare baseline latest --runs ci-runs --bound 10%',
    'compare monday tuesday --alpha 0.05 --json',
  ],
  mrt: [
    'mrt bview.20020722.2337.gz',
    'mrt updates.20100722.2015.gz --json | jq .peer.asn',
    'curl -s URL | chaoslemur mrt -',
    'mrt updates.1200.bz2 updates.1205.bz2 -o updates.mrt.gz',
  ],
  internet: [
    'internet solve --ases 78000 --origin 9 --hijacker 80',
    'internet stats 20260901.as-rel2.txt.gz',
    'internet infer bview.20020722.2337.gz -o 2002.as-rel.txt',
  ],
  solve: [
    'internet solve as-rel2.txt.gz --origin 3333 --from 1103,15169',
    'internet solve as-rel2.txt.gz --origin 3333 --without 174,1103-1200',
    'internet solve --ases 5000 --origin 9 --hijacker 80 --forged-origin',
    'internet solve --ases 5000 --origin 9 --leaker 300 --json',
  ],
  stats: ['internet stats as-rel2.txt.gz', 'internet stats --ases 78000 --seed 2'],
  infer: ['internet infer bview.20020722.2337.gz -o 2002.as-rel.txt'],
  draw: ['internet draw --ases 78000 -o drawn.as-rel2.txt'],
  bench: ['bench dut --prefixes 100k --peers 10'],
  dut: ['bench dut --prefixes 100k --peers 10', 'bench dut --kind frr,bird --repeat 5 --json'],
  doctor: ['doctor', 'doctor --json'],
  images: ['images build', 'images build frr quagga'],
  build: ['images build', 'images build frr quagga'],
  completion: ['completion fish'],
}

export const helpBelow = (name: string): string => {
  const examples = EXAMPLES[name] ?? []
  return [
    '',
    ...(examples.length === 1 ? ['Example:'] : ['Examples:']),
    ...examples.map((line) => `  chaoslemur ${line}`),
    '',
    'chaoslemur --help shows the options that hold everywhere.',
  ].join('\n')
}
