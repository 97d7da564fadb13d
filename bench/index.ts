/** The registry of benchmarks. Each file exports `main`; it is loaded only when it is asked for. */
export interface Bench {
  readonly summary: string
  readonly file: string
}

/** `args` is what follows the name on the command line. The result goes to stdout, progress to stderr. */
export interface BenchModule {
  main(args: readonly string[]): Promise<void>
}

export const benches: Readonly<Record<string, Bench>> = {
  up: {
    summary:
      'a ring of FRR routers until every session is Established, against the bare engine calls',
    file: './up.js',
  },
  inject: {
    summary: 'from the decision to inject a link cut to its verified effect',
    file: './inject.js',
  },
  router: {
    summary: 'the router with full tables from two peers: prefixes/s and memory',
    file: './router.js',
  },
  codec: {
    summary: 'frame scanner, flat UPDATE walker, table decode and encode, on one core',
    file: './codec.js',
  },
  fuzz: {
    summary: 'mutated messages through all readers of BGP; fails on what is no WireError',
    file: './fuzz.js',
  },
  theory: {
    summary: 'the tables of docs/theory.md, by the event simulator; [NAME...] [--figures]',
    file: './theory.js',
  },
  flood: {
    summary: 'bursts, rates and parts of the flood engine through our relay; [--rounds N] [--json]',
    file: './flood.js',
  },
  kakapo: {
    summary:
      'side by side with kakapo: --kakapo PATH --relay PATH [--repaired PATH] [--rounds N] [--json]',
    file: './kakapo.js',
  },
  sim: {
    summary: 'the simulator: [solver] [--all]',
    file: './sim.js',
  },
  backends: {
    summary:
      'every plan under experiments/ on the simulator and on Docker; [--only NAME,...] [--skip-docker | --reuse-docker] [--markdown]',
    file: './backends.js',
  },
  check: {
    summary:
      'random networks of real routers against the prediction; [--count 30] [--seed N] [--only SEED] [--kind frr|mixed]',
    file: './check.js',
  },
  compare: {
    summary:
      'compare: is an MRAI 300 ms longer seen, and nothing between equal runs? [--backend docker [--labs 2] [--allow-contention]] [--comparisons 20] [--repeats 20] [--plan FILE]',
    file: './compare.js',
  },
  truth: {
    summary:
      'a run on Docker against a second observer beside it; [--repeats 5] [--lab NAME] [--pool IPV4/16]',
    file: './truth.js',
  },
  overhead: {
    summary:
      'what observation costs and whether it changes convergence; [--nodes 20] [--repeats 8] [--streams N] [--lab NAME] [--pool IPV4/16]',
    file: './overhead.js',
  },
  plans: {
    summary:
      'random plans on random simulated networks against all invariants; [--count 10000] [--seed N] [--only SEED]',
    file: './plans.js',
  },
}
