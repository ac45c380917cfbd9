import type { Component } from 'svelte';
import Dialogs from '../parts/Dialogs.svelte';
import Attention from './Attention.svelte';
import Candidate from './Candidate.svelte';
import CandidateConversation from './CandidateConversation.svelte';
import Candidates from './Candidates.svelte';
import Catalogue from './Catalogue.svelte';
import Company from './Company.svelte';
import Consent from './Consent.svelte';
import Conversation from './Conversation.svelte';
import Import from './Import.svelte';
import MatchCheck from './MatchCheck.svelte';
import MatchChecks from './MatchChecks.svelte';
import Order from './Order.svelte';
import Permit from './Permit.svelte';
import Settings from './Settings.svelte';
import Start from './Start.svelte';
import Template from './Template.svelte';
import Templates from './Templates.svelte';
import Visit from './Visit.svelte';
import VisitSummary from './VisitSummary.svelte';
import '../styles/further.scss';

export { Dialogs, Start };

/** The screens of places, beside those that are there from the start. */
export const PLACES: Record<string, Component> = {
  stillingtagen: Attention,
  import: Import,
  enheder: Catalogue,
  indstillinger: Settings,
  kandidater: Candidates,
  matchtjek: MatchChecks,
  skabeloner: Templates,
};

/** The screens of one record, by place. */
export const RECORDS: Record<string, Component> = {
  jobordrer: Order,
  virksomheder: Company,
  kandidater: Candidate,
  samtaler: CandidateConversation,
  import: Import,
  besoeg: Visit,
  matchtjek: MatchCheck,
  skabeloner: Template,
  samtykker: Consent,
  formidlinger: Permit,
};

/** The further pages of a record, by place and name. */
export const PARTS: Record<string, Component> = {
  'besoeg/samtale': Conversation,
  'besoeg/resume': VisitSummary,
};
