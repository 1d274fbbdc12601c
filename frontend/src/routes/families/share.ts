import { api, call } from '@/api/client';
import type { Household } from './types';

/** Lets a household see a rider of another one besides; 0 ends it. */
export const shareWith = (
  household: number,
  rider: { rider: number; version: number },
  headers: Record<string, string>,
): Promise<Household> =>
  call(
    api.POST('/api/desk/riders/{id}/share', {
      params: { path: { id: rider.rider } },
      body: { household, version: rider.version },
      headers,
    }),
  );
