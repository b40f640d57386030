import * as z from 'zod';

/** Holds the projected objects of one read; what cannot be understood is counted, not dropped. */
export type Shelf<Item> = {
  readonly items: Item[];
  readonly rejected: string[];
  /** How many objects came, kept or not. */
  given(): number;
  addPage(raws: readonly unknown[]): void;
  clear(): void;
};

/** Undefined for an object that a snapshot has no use for. */
type Projection<Item> = (raw: unknown) => Item | undefined;

export function shelf<Item>(project: Projection<Item>): Shelf<Item> {
  return shelfOfPages(() => project);
}

/** A shelf whose projection is made anew for each page, so that what it remembers goes with it. */
export function shelfOfPages<Item>(projectionOfPage: () => Projection<Item>): Shelf<Item> {
  const items: Item[] = [];
  const rejected: string[] = [];
  let given = 0;
  return {
    items,
    rejected,
    given: () => given,
    addPage: (raws) => {
      const project = projectionOfPage();
      given += raws.length;
      for (const raw of raws) {
        try {
          const item = project(raw);
          if (item !== undefined) items.push(item);
        } catch (error) {
          if (!(error instanceof z.ZodError)) throw error;
          rejected.push(describeRejection(raw, error));
        }
      }
    },
    clear: () => {
      items.length = 0;
      rejected.length = 0;
      given = 0;
    },
  };
}

/** Names the object and the field, never the value: it could be a secret in the wrong place. */
function describeRejection(raw: unknown, error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return `${nameOf(raw)}: ${path === '' ? 'object' : path}: ${expectation(issue)}`;
}

/** The message of a custom check is ours; those of zod can quote what was given. */
function expectation(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') return `expected ${issue.expected}`;
  return issue?.code === 'custom' ? issue.message : (issue?.code ?? 'invalid');
}

function nameOf(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null || !('metadata' in raw)) return 'an unnamed object';
  const { metadata } = raw;
  if (typeof metadata !== 'object' || metadata === null) return 'an unnamed object';
  const namespace = 'namespace' in metadata ? `${String(metadata.namespace)}/` : '';
  return 'name' in metadata ? `${namespace}${String(metadata.name)}` : 'an unnamed object';
}
