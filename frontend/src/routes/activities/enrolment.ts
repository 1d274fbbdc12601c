/** Who is to be enrolled, while it is typed: riders of a family, or a guest's. */
import type { components } from '@/api/schema';
import type { Activity } from './activity';

type Body = components['schemas']['Enrol'];

/** What an activity asks. */
export type Question = NonNullable<
  NonNullable<Activity['offer']['enrolling']>['questions']
>[number];

/** A rider of the sheet. */
export interface Candidate {
  /** 0 for one of a guest's. */
  rider: number;
  chosen: boolean;
  surname: string;
  firstName: string;
  birthDate: string;
  /** By the questions' ids. */
  answers: Record<number, string>;
}

/** What a reason may set aside. */
export const ASKS: string[] = [
  ...['enrolmentClosed', 'tooYoung', 'tooOld', 'birthNeeded', 'familiesOnly'],
  ...['levelNeeded', 'levelTooLow', 'levelTooHigh', 'fileIncomplete', 'packageNeeded'],
];

export const blank = (surname = ''): Candidate => ({
  ...{ rider: 0, chosen: true, surname, firstName: '', birthDate: '', answers: {} },
});

/** The riders of a family; an only one is chosen. */
export function ridersOf(
  household: {
    riders: { id: number; surname: string; firstName: string; birthDate: string }[];
  },
  activity: Activity,
): Candidate[] {
  const free = household.riders.filter(
    ({ id }) => !activity.enrolled.some(({ rider }) => rider === id),
  );
  return free.map(({ id, surname, firstName, birthDate }) => ({
    ...{ rider: id, chosen: free.length === 1, surname, firstName, birthDate, answers: {} },
  }));
}

/** What was answered, as the program is told it. */
export const answersOf = (answers: Record<number, string>) =>
  Object.entries(answers)
    .filter(([, answer]) => answer.trim())
    .map(([question, answer]) => ({ question: Number(question), answer }));

/** What the program is told: the riders that are chosen, with what they answer. */
export function bodyOf(
  who: Pick<Body, 'household' | 'email' | 'reason' | 'confirmed'>,
  candidates: Candidate[],
): Body {
  return {
    ...who,
    riders: candidates
      .filter(({ chosen }) => chosen)
      .map(({ rider, surname, firstName, birthDate, answers }) => ({
        ...(rider ? { rider } : { surname, firstName, birthDate }),
        answers: answersOf(answers),
      })),
  };
}
