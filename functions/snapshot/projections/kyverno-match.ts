import { wholeJson } from '../../model/kube-schema.ts';
import { isJsonMap } from '../same-json.ts';

/**
 * `match` or `exclude` of Kyverno, whole but for the values of annotations that it compares with:
 * annotations are free text.
 */
export const kyvernoMatch = wholeJson.transform(withoutAnnotationValues);

function withoutAnnotationValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnnotationValues);
  if (!isJsonMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, given]) => [
      key,
      key === 'annotations' && isJsonMap(given)
        ? Object.fromEntries(Object.keys(given).map((name) => [name, 'present']))
        : withoutAnnotationValues(given),
    ]),
  );
}
