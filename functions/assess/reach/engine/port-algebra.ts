import {
  allPorts,
  intersectionOfPorts,
  keyOfPorts,
  noPorts,
  type PortSet,
  portsWithout,
  unionOfPorts,
} from '../algebra/port-set.ts';

/** The number of a set of ports: equal sets have equal numbers. */
export type PortsId = number;

type Operation = (one: PortSet, other: PortSet) => PortSet;

const idBits = 24;

/**
 * Set algebra on ports by number. A cluster has few different sets of ports and asks for the same
 * unions again and again, so each is worked out once.
 */
export class PortAlgebra {
  readonly none: PortsId;
  readonly all: PortsId;
  private readonly sets: PortSet[] = [];
  private readonly ids = new Map<string, PortsId>();
  private readonly unions = new Map<number, PortsId>();
  private readonly intersections = new Map<number, PortsId>();
  private readonly differences = new Map<number, PortsId>();

  constructor() {
    this.none = this.idOf(noPorts);
    this.all = this.idOf(allPorts);
  }

  idOf(set: PortSet): PortsId {
    const key = keyOfPorts(set);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.sets.length;
    this.sets.push(set);
    this.ids.set(key, id);
    return id;
  }

  setOf(id: PortsId): PortSet {
    const set = this.sets[id];
    if (set === undefined) throw new Error(`there is no set of ports with the number ${id}`);
    return set;
  }

  /** Every set that came up so far: a port at which none of them begins or ends makes no difference. */
  everySet(): readonly PortSet[] {
    return this.sets;
  }

  union(one: PortsId, other: PortsId): PortsId {
    if (one === other || other === this.none) return one;
    if (one === this.none) return other;
    return this.worked(this.unions, unionOfPorts, one, other);
  }

  intersection(one: PortsId, other: PortsId): PortsId {
    if (one === other || other === this.all) return one;
    if (one === this.all) return other;
    if (one === this.none || other === this.none) return this.none;
    return this.worked(this.intersections, intersectionOfPorts, one, other);
  }

  difference(one: PortsId, other: PortsId): PortsId {
    if (other === this.none) return one;
    if (one === other || one === this.none || other === this.all) return this.none;
    return this.worked(this.differences, portsWithout, one, other);
  }

  private worked(
    known: Map<number, PortsId>,
    operation: Operation,
    one: PortsId,
    other: PortsId,
  ): PortsId {
    const key = one * 2 ** idBits + other;
    const before = known.get(key);
    if (before !== undefined) return before;
    const id = this.idOf(operation(this.setOf(one), this.setOf(other)));
    known.set(key, id);
    return id;
  }
}
