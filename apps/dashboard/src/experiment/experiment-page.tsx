import { type Experiment } from '../api-types.js';
import { Failed, Loading } from '../loading/notices.js';
import { valueOf } from '../loading/use-resource.js';
import { NotFound } from '../routing/not-found.js';
import { Link } from '../routing/router.js';
import { useTitle } from '../routing/use-title.js';
import { currentTriggers } from './current-triggers.js';
import { ExperimentHeader } from './experiment-header.js';
import { GuardrailSection } from './guardrail-section.js';
import { HistorySection } from './history-section.js';
import { TriggerBanner } from './trigger-banner.js';
import { TriggersSection } from './triggers-section.js';
import { type LiveExperiment, useLiveExperiment } from './use-live-experiment.js';
import { VariantsSection } from './variants-section.js';

export function ExperimentPage({ id }: { id: string }) {
  const parts = useLiveExperiment(id);
  const { loaded, reload } = parts.experiment;
  switch (loaded.status) {
    case 'loading':
      return <Loading what="experiment" />;
    case 'failed':
      return loaded.problem.status === 404 ? (
        <NotFound title="No such experiment" />
      ) : (
        <Failed problem={loaded.problem} retry={reload} />
      );
    case 'ready':
      return <Page experiment={loaded.value} parts={parts} />;
  }
}

function Page({ experiment, parts }: { experiment: Experiment; parts: LiveExperiment }) {
  useTitle(experiment.name);
  const triggers = valueOf(parts.triggers.loaded) ?? [];
  const history = valueOf(parts.history.loaded) ?? [];
  return (
    <>
      <nav aria-label="Breadcrumb" className="breadcrumb">
        <Link to="/">Experiments</Link>
        <span aria-hidden="true">/</span>
        <span className="key">{experiment.key}</span>
      </nav>
      <ExperimentHeader experiment={experiment} triggers={triggers} live={parts.live} />
      <TriggerBanner triggers={currentTriggers(triggers, history)} />
      <div className="columns">
        <div className="column-main">
          <GuardrailSection experiment={experiment} rates={parts.rates} results={parts.results} />
          <VariantsSection experiment={experiment} results={parts.results} />
          <TriggersSection triggers={parts.triggers} />
        </div>
        <HistorySection history={parts.history} />
      </div>
    </>
  );
}
