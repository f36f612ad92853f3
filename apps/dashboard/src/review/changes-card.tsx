import { differsIn, PARTS, type Part } from '../draft/changes.js';
import type { Content } from '../draft/content-of.js';
import { Instant } from '../ui/time.js';
import { Tabs } from '../ui/tabs.js';
import { describePart } from './describe.js';
import { DiffLines } from './diff-lines.js';
import type { Review } from './use-review.js';

interface ChangesCardProps {
  readonly review: Review;
  readonly shown: 'changes' | 'all';
  readonly show: (shown: 'changes' | 'all') => void;
}

/** The content under review: what changed since the last submission, or all of it. */
export function ChangesCard({ review, shown, show }: ChangesCardProps) {
  const { base, content, submissions } = review;
  if (base === undefined) return <p className="hint">Reading what was submitted before…</p>;
  if (base === null) return <Whole content={content} />;
  const changed = PARTS.filter((part) => differsIn(part, base, content));
  return (
    <>
      {submissions.base && (
        <p className="section-note">
          Compared with what {submissions.base.by.name} submitted at <Instant at={submissions.base.at} />
        </p>
      )}
      <Tabs
        label="Content"
        shown={shown}
        show={(key) => show(key === 'all' ? 'all' : 'changes')}
        tabs={[
          {
            key: 'changes',
            name: `Changes (${changed.length})`,
            content:
              changed.length === 0 ? (
                <p className="hint">Nothing changed since then.</p>
              ) : (
                <PartList parts={changed} before={base} after={content} />
              ),
          },
          { key: 'all', name: 'All of it', content: <Whole content={content} /> },
        ]}
      />
    </>
  );
}

const Whole = ({ content }: { readonly content: Content }) => (
  <PartList parts={PARTS} before={content} after={content} />
);

interface PartListProps {
  readonly parts: readonly Part[];
  readonly before: Content;
  readonly after: Content;
}

/** Parts of two contents, each line by line. */
export function PartList({ parts, before, after }: PartListProps) {
  return (
    <dl className="content-parts">
      {parts.map((part) => (
        <div key={part.name}>
          <dt>{part.name}</dt>
          <dd>
            <DiffLines
              before={describePart(part, before)}
              after={describePart(part, after)}
              names={['before', 'now']}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
