import { StageError } from '../../model/errors.ts';

/** A leading dot covers `.` and `..`, and is kept free for what a store needs beside artifacts. */
const segmentPattern = /^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u;

/** The segments of a key. Throws for one that could lead out of the store. */
export function keySegments(key: string): readonly string[] {
  const segments = key.split('/');
  if (segments.every((segment) => segmentPattern.test(segment))) return segments;
  throw new StageError('BAD_INPUT', `${JSON.stringify(key)} is not a key of a store`, {
    remedy: 'Use names parted by single slashes, none of them empty or beginning with a dot.',
  });
}
