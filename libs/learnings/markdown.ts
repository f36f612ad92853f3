import type { Experiment } from '../experiments/index.js';

/** What an experiment taught, as a section of a Markdown document. What people wrote is quoted, and stays text. */
export function sectionOf(experiment: Experiment): string {
  const { name, key, flag, owner, outcome, completedAt, startedAt, hypothesis, metrics, tags, summary } = experiment;
  const facts = [
    `Experiment \`${key}\` on the flag \`${flag}\`, owned by ${inline(owner.name)}`,
    `From ${startedAt ?? 'never'} to ${completedAt ?? 'now'}`,
    outcome && `Outcome: ${outcome.kind}${outcome.winner === null ? '' : ` of \`${outcome.winner}\``}`,
    outcome?.verdict && `Against the verdict ${outcome.verdict}`,
    metrics.length > 0 && `Metrics: ${metrics.map((metric) => `\`${metric}\``).join(', ')}`,
    tags.length > 0 && `Tags: ${tags.map(inline).join(', ')}`,
  ];
  return [
    `## ${inline(name)}`,
    facts.flatMap((fact) => (fact ? [`- ${fact}`] : [])).join('\n'),
    ...part('Hypothesis', hypothesis),
    ...(typeof summary === 'string' ? part('What we learnt', summary) : []),
    ...(summary !== null && typeof summary === 'object'
      ? [
          ...part('What we expected', summary.expected),
          ...part('What happened', summary.happened),
          ...part('What we do now', summary.now),
        ]
      : []),
    ...(summary === null ? ['*No summary yet.*'] : []),
    ...part('Comment of the completion', outcome?.comment ?? ''),
  ].join('\n\n');
}

const part = (title: string, text: string): string[] => (text.trim() === '' ? [] : [`### ${title}`, quoted(text)]);

const quoted = (text: string): string =>
  text
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${withoutMarkup(line)}`.trimEnd())
    .join('\n');

/** On one line, without meaning of its own. */
const inline = (text: string): string => withoutMarkup(text.replaceAll(/\s+/g, ' '));

/** Markup of HTML and Markdown as characters. */
const withoutMarkup = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]#|>~!]/g, '\\$&');
