import { Empty } from '../loading/notices.js';
import { useTitle } from './use-title.js';
import { Link } from '@tanstack/react-router';

export function NotFound({ title }: { title: string }) {
  useTitle(title);
  return (
    <Empty title={title} level={1}>
      <p>
        <Link to="/">Back to the start</Link>
      </p>
    </Empty>
  );
}
