import type { Bits } from '../engine/bits.ts';
import type { Engine } from '../engine/engine.ts';
import { entities } from '../engine/peer-space.ts';
import type { Direction } from '../policies/policy.ts';
import type { Reach } from '../reach.ts';
import type { ConnectionNumber, ConnectionNumbers } from './connection-numbers.ts';

type Block = {
  readonly sources: Bits;
  readonly destinations: Bits;
  readonly number: ConnectionNumber;
  /** Shapes with a class among the destinations, once they were asked for. */
  shapes?: readonly number[];
};

type Shapes = readonly (readonly number[])[];

/**
 * The map by shapes: what pods with some classes reach, and what reaches them. A row joins what holds
 * for any of the classes. The blocks are walked once; a row is worked out when it is asked for.
 */
export class ShapeRows {
  private readonly shapes: Shapes;
  private readonly shapesOfClass: readonly (readonly number[])[];
  private readonly numbers: ConnectionNumbers;
  private readonly engine: Engine;
  private readonly unitCount: number;
  private readonly sizes: { readonly sources: number; readonly destinations: number };
  /** For each class the blocks that it is a source of. */
  private readonly from: readonly Block[][];
  /** For each class the blocks that lead to it from outside. */
  private readonly fromOutside: readonly Block[][];

  constructor(reach: Reach, shapes: Shapes, numbers: ConnectionNumbers) {
    const { sources, destinations, engine } = reach;
    this.shapes = shapes;
    this.numbers = numbers;
    this.engine = engine;
    this.unitCount = engine.classes.length;
    this.sizes = { sources: sources.length, destinations: destinations.length };
    this.shapesOfClass = listsOf(this.unitCount, (add) =>
      shapes.forEach((classes, shape) => {
        for (const place of classes) add(place, shape);
      }),
    );
    this.from = Array.from({ length: this.unitCount }, () => []);
    this.fromOutside = Array.from({ length: this.unitCount }, () => []);
    for (const block of reach.blocks()) {
      const { connection, ...ends } = block;
      this.file({ ...ends, number: numbers.numberOf(connection) });
    }
  }

  /** What the shape reaches of each shape, by the shape's place. */
  units(shape: number): Int32Array {
    const row = new Int32Array(this.shapes.length);
    for (const block of this.blocksOf(shape, this.from)) {
      for (const other of this.shapesIn(block)) this.join(row, other, block.number);
    }
    return row;
  }

  /** What the shape reaches outside, by the place among the destinations less that of the first. */
  toOutside(shape: number): Int32Array {
    const row = new Int32Array(this.sizes.destinations - this.unitCount);
    for (const { destinations, number } of this.blocksOf(shape, this.from)) {
      this.joinOutside(row, destinations, number);
    }
    return this.withOwnNode(row, 'egress');
  }

  /** What reaches the shape from outside, by the place among the sources less that of the first. */
  ofOutside(shape: number): Int32Array {
    const row = new Int32Array(this.sizes.sources - this.unitCount);
    for (const { sources, number } of this.blocksOf(shape, this.fromOutside)) {
      this.joinOutside(row, sources, number);
    }
    return this.withOwnNode(row, 'ingress');
  }

  private file(block: Block): void {
    let comesFromOutside = false;
    block.sources.forEach((place) => {
      if (place >= this.unitCount) comesFromOutside = true;
      else this.from[place]?.push(block);
    });
    if (!comesFromOutside) return;
    block.destinations.forEach((place) => {
      this.fromOutside[place]?.push(block);
    });
  }

  private blocksOf(shape: number, filed: readonly (readonly Block[])[]): Iterable<Block> {
    const [only = -1, ...more] = this.shapes[shape] ?? [];
    if (more.length === 0) return filed[only] ?? [];
    return new Set([only, ...more].flatMap((place) => filed[place] ?? []));
  }

  private shapesIn(block: Block): readonly number[] {
    if (block.shapes !== undefined) return block.shapes;
    const shapes = new Set<number>();
    block.destinations.forEach((place) => {
      for (const shape of this.shapesOfClass[place] ?? []) shapes.add(shape);
    });
    block.shapes = [...shapes];
    return block.shapes;
  }

  private joinOutside(row: Int32Array, places: Bits, number: ConnectionNumber): void {
    places.forEach((place) => {
      if (place >= this.unitCount) this.join(row, place - this.unitCount, number);
    });
  }

  /** Point 40, for the entity that stands for whatever node a pod runs on. */
  private withOwnNode(row: Int32Array, direction: Direction): Int32Array {
    const { algebra, spaces, profile } = this.engine;
    const [all, none] = [algebra.setOf(algebra.all), algebra.setOf(algebra.none)];
    const at = spaces[direction].firstEntity + entities.indexOf('host') - this.unitCount;
    switch (profile.ownNode[direction]) {
      case 'yes':
        this.join(row, at, this.numbers.numberOf({ allowed: all, undefined: none }));
        break;
      case 'undefined':
        this.join(row, at, this.numbers.numberOf({ allowed: none, undefined: all }));
        break;
      case 'no':
    }
    return row;
  }

  private join(row: Int32Array, at: number, number: ConnectionNumber): void {
    row[at] = this.numbers.union(row[at] ?? 0, number);
  }
}

function listsOf(
  length: number,
  fill: (add: (at: number, item: number) => void) => void,
): readonly (readonly number[])[] {
  const lists: number[][] = Array.from({ length }, () => []);
  fill((at, item) => lists[at]?.push(item));
  return lists;
}
