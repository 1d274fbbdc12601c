import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Cart = Schemas['CartView'];
export type CartLine = Schemas['CartLine'];
export type Reduction = Schemas['Reduction'];
export type Offer = Schemas['Offer'];
export type Obstacle = Schemas['Obstacle'];
export type OffersFor = Schemas['OffersFor'];
export type Payment = Schemas['Payment'];
export type Issued = Schemas['Sale'];
