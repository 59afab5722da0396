export { writtenForms } from './written-forms';
