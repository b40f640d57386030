import { Bits } from '../engine/bits.ts';

/**
 * For each vertex everything that can be reached from it over any number of edges, itself left out.
 * Vertices that reach one another are found first (Tarjan's strongly connected components), so that
 * each component is worked out once.
 */
export function closureOf(edges: readonly Bits[]): readonly Bits[] {
  const { componentOf, components } = new ComponentSearch(edges);
  const reached: Bits[] = [];
  components.forEach((members, component) => {
    const parts = [members.length > 1 ? Bits.of(members) : Bits.none];
    const seen = new Set([component]);
    for (const member of members) {
      for (const next of edges[member] ?? []) {
        const other = componentOf[next] ?? component;
        if (seen.has(other)) continue;
        seen.add(other);
        // Tarjan finishes a component after all that it leads to.
        parts.push(reached[other] ?? Bits.none, Bits.of(components[other] ?? []));
      }
    }
    reached.push(Bits.union(parts));
  });
  return edges.map((_, vertex) =>
    (reached[componentOf[vertex] ?? -1] ?? Bits.none).minus(Bits.of([vertex])),
  );
}

type Visit = { readonly vertex: number; readonly rest: Iterator<number> };

/** Tarjan's algorithm without recursion: a chain of workloads may be longer than the stack. */
class ComponentSearch {
  readonly componentOf: number[];
  readonly components: number[][] = [];
  private readonly edges: readonly Bits[];
  private readonly order: number[];
  private readonly low: number[];
  private readonly open: number[] = [];
  private next = 0;

  constructor(edges: readonly Bits[]) {
    this.edges = edges;
    this.componentOf = new Array<number>(edges.length).fill(-1);
    this.order = new Array<number>(edges.length).fill(-1);
    this.low = new Array<number>(edges.length).fill(-1);
    for (const start of edges.keys()) {
      if (this.order[start] === -1) this.walkFrom(start);
    }
  }

  private walkFrom(start: number): void {
    const path = [this.enter(start)];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const { vertex, rest } = at;
      const step = rest.next();
      if (step.done === true) {
        path.pop();
        const above = path.at(-1);
        if (above !== undefined) this.lower(above.vertex, this.low[vertex] ?? 0);
        this.close(vertex);
      } else if (this.order[step.value] === -1) path.push(this.enter(step.value));
      else if (this.componentOf[step.value] === -1) {
        this.lower(vertex, this.order[step.value] ?? 0);
      }
    }
  }

  private enter(vertex: number): Visit {
    this.order[vertex] = this.next;
    this.low[vertex] = this.next;
    this.next += 1;
    this.open.push(vertex);
    return { vertex, rest: (this.edges[vertex] ?? Bits.none)[Symbol.iterator]() };
  }

  private lower(vertex: number, to: number): void {
    this.low[vertex] = Math.min(this.low[vertex] ?? to, to);
  }

  private close(vertex: number): void {
    if (this.low[vertex] !== this.order[vertex]) return;
    const members = this.open.splice(this.open.lastIndexOf(vertex));
    for (const member of members) this.componentOf[member] = this.components.length;
    this.components.push(members);
  }
}
