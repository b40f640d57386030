import type { PortSet } from '../algebra/port-set.ts';
import type { PortAlgebra, PortsId } from '../engine/port-algebra.ts';
import type { Connection } from '../reach.ts';

/** The number of a connection: 0 where nothing is possible. */
export type ConnectionNumber = number;

const numberBits = 24;

/** Connections by number: a map has few different ones, and joins the same ones again and again. */
export class ConnectionNumbers {
  private readonly algebra: PortAlgebra;
  private readonly parts: { readonly allowed: PortsId; readonly open: PortsId }[] = [];
  private readonly numbers = new Map<number, ConnectionNumber>();
  private readonly unions = new Map<number, ConnectionNumber>();
  private readonly portIds = new Map<PortSet, PortsId>();

  constructor(algebra: PortAlgebra) {
    this.algebra = algebra;
    this.numberOfParts(algebra.none, algebra.none);
  }

  numberOf({ allowed, undefined: open }: Connection): ConnectionNumber {
    return this.numberOfParts(this.idOf(allowed), this.idOf(open));
  }

  /** The connection behind a number, as one object however often it is asked for. */
  connection(number: ConnectionNumber): Connection {
    const { allowed, open } = this.partsOf(number);
    return { allowed: this.algebra.setOf(allowed), undefined: this.algebra.setOf(open) };
  }

  /** What either of two connections allows; undefined is what one leaves open and none allows. */
  union(one: ConnectionNumber, other: ConnectionNumber): ConnectionNumber {
    if (one === other || other === 0) return one;
    if (one === 0) return other;
    const key = one * 2 ** numberBits + other;
    const known = this.unions.get(key);
    if (known !== undefined) return known;
    const [a, b] = [this.partsOf(one), this.partsOf(other)];
    const allowed = this.algebra.union(a.allowed, b.allowed);
    const open = this.algebra.difference(this.algebra.union(a.open, b.open), allowed);
    const number = this.numberOfParts(allowed, open);
    this.unions.set(key, number);
    return number;
  }

  /** What is left of a connection on these ports. */
  narrowed(number: ConnectionNumber, ports: PortSet): ConnectionNumber {
    const { allowed, open } = this.partsOf(number);
    const kept = this.idOf(ports);
    return this.numberOfParts(
      this.algebra.intersection(allowed, kept),
      this.algebra.intersection(open, kept),
    );
  }

  private idOf(ports: PortSet): PortsId {
    const known = this.portIds.get(ports) ?? this.algebra.idOf(ports);
    this.portIds.set(ports, known);
    return known;
  }

  private numberOfParts(allowed: PortsId, open: PortsId): ConnectionNumber {
    const key = allowed * 2 ** numberBits + open;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.parts.length;
    this.parts.push({ allowed, open });
    this.numbers.set(key, number);
    return number;
  }

  private partsOf(number: ConnectionNumber) {
    const parts = this.parts[number];
    if (parts === undefined) throw new Error(`there is no connection with the number ${number}`);
    return parts;
  }
}
