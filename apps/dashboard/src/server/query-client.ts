import { hashKey, QueryClient } from '@tanstack/react-query';
import { problemFrom } from './client.js';
import { currentEnvironment } from './environment.js';

const RETRIES = 3;
const LONGEST_RETRY_MS = 10_000;

/** Holds the server's answers. An answer belongs to the environment that it was asked for. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      queryKeyHashFn: (key) => hashKey([currentEnvironment(), ...key]),
      staleTime: 2_000,
      retry: (failures, error) => problemFrom(error).passing && failures < RETRIES,
      retryDelay: (failures, error) =>
        Math.min((problemFrom(error).retryAfter ?? 2 ** failures) * 1_000, LONGEST_RETRY_MS),
    },
    mutations: { retry: false },
  },
});
