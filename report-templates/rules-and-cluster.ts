import type { Changes } from '../functions/model/assessment.ts';
import type { KeyValue } from './blocks.ts';
import { scoreText, signedPoints } from './words.ts';

type Previous = NonNullable<Changes['previous']>;

/** What changed rules did to the score, apart from what the cluster did; nothing where they are the same. */
export function rulesAndCluster({ rescored, clusterEffect }: Previous): readonly KeyValue[] {
  if (rescored === undefined) return [];
  const { rulesEffect, score } = rescored;
  const rules = rulesEffect === undefined ? '' : `${signedPoints(rulesEffect)} points. `;
  return [
    {
      label: 'Effect of the rules',
      value: `${rules}Under the present catalogue the previous scan comes to ${scoreText(score)}.`,
    },
    ...(clusterEffect === undefined
      ? []
      : [
          {
            label: 'Effect of the cluster',
            value: `${signedPoints(clusterEffect)} points since then, under the present catalogue.`,
          },
        ]),
  ];
}
