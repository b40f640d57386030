import type { ReadId } from './reads.ts';
import type { Snapshot } from './snapshot.ts';
import type { Domain, Reach, Severity, Subject, Verdict } from './verdict.ts';

/** Something to paste: commands for a shell, a manifest or a part of one, or a piece of a CDK app. */
export type Snippet = {
  readonly form: 'kubectl' | 'yaml' | 'aws' | 'cdk';
  /** Words in capitals, such as NAMESPACE, stand for what only the reader knows. */
  readonly text: string;
};

/** What a person reads about a control, in reports, documents and on the terminal. */
export type ControlText = {
  /** Never reused; a retired control keeps its id. */
  readonly id: string;
  /** The good condition, without a full stop. */
  readonly title: string;
  readonly domain: Domain;
  readonly severity: Severity;
  /** One sentence of harm. */
  readonly rationale: string;
  /** What to do, in the imperative. */
  readonly remediation: string;
  /** The same as something to paste. */
  readonly snippets: readonly Snippet[];
  /** The widest reach that a failure of the control has: what an unknown may turn out to be. */
  readonly reachMax: Reach;
};

export type Judgement = { readonly subject: Subject; readonly verdict: Verdict };

export type Control = ControlText & {
  /** Reads that the subjects come from: an incomplete one leaves subjects unseen. */
  readonly subjectReads: readonly ReadId[];
  /** Reads that a judgement rests on: without one of them every subject is unknown. */
  readonly judgementReads: readonly ReadId[];
  /** Reads that a judge looks at, and whose gaps it weighs itself. */
  readonly consultedReads?: readonly ReadId[];
  /** The judgements of every subject of a snapshot whose judgement reads are complete. */
  readonly evaluate: (snapshot: Snapshot) => readonly Judgement[];
  /** The subjects alone, for when they cannot be judged. */
  readonly subjects: (snapshot: Snapshot) => readonly Subject[];
};

type ControlDefinition<Item extends { readonly subject: Subject }> = ControlText & {
  readonly subjectReads: readonly ReadId[];
  readonly judgementReads: readonly ReadId[];
  readonly consultedReads?: readonly ReadId[];
  readonly items: (snapshot: Snapshot) => readonly Item[];
  /**
   * A pure function: the same item and snapshot give the same verdict; several where a subject has
   * parts of which one fails and another is not known.
   */
  readonly judge: (item: Item, snapshot: Snapshot) => Verdict | readonly Verdict[];
};

/** Makes a control of its texts, the items it looks at and the judgement of one item. */
export function control<Item extends { readonly subject: Subject }>({
  items,
  judge,
  ...rest
}: ControlDefinition<Item>): Control {
  return {
    ...rest,
    subjects: (snapshot) => items(snapshot).map(({ subject }) => subject),
    evaluate: (snapshot) =>
      items(snapshot).flatMap((item) => {
        const judged = judge(item, snapshot);
        const verdicts = 'outcome' in judged ? [judged] : judged;
        return verdicts.map((verdict) => ({ subject: item.subject, verdict }));
      }),
  };
}
