/** Sections by their number: headings bear it, and texts point to it. */
export const sectionNumbers = {
  summary: 1,
  scope: 2,
  population: 3,
  results: 4,
  findings: 5,
  exceptions: 6,
  frameworks: 7,
  podSecurity: 8,
  changes: 9,
  integrity: 10,
} as const;
